furigana-on = Hiện cách đọc chữ Hán
furigana-off = Ẩn cách đọc chữ Hán
