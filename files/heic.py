"""Photos as Apple's telephones keep them, which no browser and no office program here opens."""

HEIC = "这是苹果手机的 HEIC 照片，请在“设置－相机－格式”中选“兼容性最佳”重新拍照，或截图后上传"

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS
