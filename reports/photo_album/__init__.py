"""图片台账: photos of projects four a page, or of two months side by side."""
