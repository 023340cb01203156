"""“Bài đăng”: what each body puts on its channels, by week, with ready texts and the reach that was reported."""
