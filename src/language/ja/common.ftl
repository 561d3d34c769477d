site-name = 手続
