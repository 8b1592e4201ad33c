"""Traditional characters read as simplified, one for one, so that every place stays where it was.

Not a converter of texts: the table has the characters that occur in numerals, units and the words
of plans, investment and supervision, with the variants that converters leave (啓 啟, 佔, 爲 為).
What a reader is shown is always the text as it was typed.
"""

_PAIRS = (
    "兩两 億亿 萬万 畝亩 噸吨 個个 戶户 項项 條条 類类 處处 據据 縣县 區区 鄉乡 鎮镇 廠厂 "
    "園园 級级 總总 計计 劃划 畫划 資资 產产 業业 額额 數数 長长 減减 佔占 約约 點点 進进 "
    "時时 間间 開开 啓启 啟启 動动 復复 續续 設设 築筑 準准 備备 標标 評评 審审 專专 環环 "
    "書书 報报 達达 過过 雙双 單单 體体 規规 範范 圖图 爲为 為为 於于 與与 從从 並并 採采 "
    "後后 內内 當当 應应 對对 將将 還还 這这 週周 號号 發发 辦办 會会 議议 務务 實实 際际 "
    "儲储 轉转 掛挂 謀谋 領领 導导 門门 聯联 責责 線线 親亲 績绩 覈核 攷考 覽览 幹干 經经 "
    "濟济 財财 稅税 農农 貿贸 齣出 匯汇 團团 組组 協协 調调 質质 價价 債债 補补 貸贷 銀银 "
    "國国 爭争 徵征 遷迁 許许 證证 權权 東东 車车 馬马 駕驾 試试 場场 學学 舊旧 爾尔 華华 "
    "陽阳 機机 電电 氣气 熱热 無无 沒没 僅仅 餘余 倉仓 庫库 織织 維维 護护 衛卫 藥药 醫医 "
    "養养 廢废 狀状 況况 較较 縮缩 紅红 綠绿 黃黄 燈灯 滯滞 緩缓 難难 題题 訪访 萊莱 蘭兰 "
    "龍龙 雲云 駟驷 響响 楊杨 橋桥 樓楼 樑梁 豬猪 飼饲 鋼钢 鐵铁 鋁铝 鋅锌 礦矿 煉炼 輕轻 "
    "紡纺 紙纸 裝装 製制 變变 壓压 壩坝 灣湾 溝沟 滙汇 遊游 覺觉 靈灵 觀观 麗丽 閣阁 檢检 "
    "測测 驗验 勝胜 寶宝 輝辉 聖圣 濱滨 嶺岭 崗岗 嶽岳 鷹鹰 鳳凤 鵬鹏 鴻鸿 節节 絡络 終终 "
    "給给 結结 統统 絕绝 納纳 純纯 紀纪 識识 認认 論论 詳详 話话 該该 說说 請请 諸诸 講讲 "
    "謝谢 訂订 記记 們们 優优 傳传 傷伤 側侧 偽伪 儘尽 僑侨 貫贯 負负 貨货 貴贵 費费 買买 "
    "賣卖 賽赛 贏赢 轄辖 輪轮 輸输 運运 適适 選选 遞递 鄰邻 錄录 鏈链 鎖锁 銷销 鋪铺 閉闭 "
    "閒闲 關关 閘闸 預预 頂顶 須须 頓顿 頭头 顯显 飛飞 館馆 飯饭 廣广 廈厦 慶庆 廟庙 彎弯 "
    "彙汇 歸归 滿满 漲涨 潔洁 澤泽 營营 獎奖 獻献 擴扩 擬拟 掃扫 揚扬 擔担 拋抛 撥拨 損损 "
    "換换 搶抢 穩稳 種种 積积 窮穷 競竞 籌筹 簡简 簽签 糧粮 羅罗 聲声 職职 脫脱 臺台 艦舰 "
    "藝艺 蘇苏 虧亏 術术 裡里 裏里 複复 見见 視视 觸触 創创 劇剧 劑剂 勞劳 勵励 勢势 匱匮 "
    "厭厌 參参 員员 問问 喪丧 嚴严 圍围 圓圆 執执 壞坏 壘垒 壯壮 夠够 夾夹 奪夺 寧宁 寬宽 "
    "層层 屬属 岡冈 島岛 師师 帶带 幣币 徑径 態态 慮虑 憂忧 懷怀 戰战 戲戏 暫暂 曆历 歷历 "
    "極极 構构 槍枪 樂乐 樣样 樹树 殘残 殼壳 決决 淨净 湯汤 溫温 滅灭 滾滚 漢汉 灑洒 災灾 "
    "煩烦 燒烧 爐炉 犧牺 獨独 獲获 現现 瑪玛 畢毕 異异 療疗 盤盘 監监 盡尽 碼码 磚砖 禮礼 "
    "禦御 離离 稱称 ０0 １1 ２2 ３3 ４4 ５5 ６6 ７7 ８8 ９9 ．. ％% ﹪% Ｘx "
    "ｘx Xx ×x 〇零 "
)

_TABLE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def simplified(text: str) -> str:
    """The text with its digits and letters of blanks in one width, and as long as it was."""
    return text.translate(_TABLE)
