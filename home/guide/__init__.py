"""The guide: what each role does, step by step, as content that administrators edit; seeded from files.

`[[Gửi duyệt]]` in a text is a name as it stands on the screen; a test looks each of them up in the catalogues.
"""
