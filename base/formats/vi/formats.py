"""Vietnamese formats: 24-11-2026; 1.215; 84,03%; weeks begin on Monday (docs/domain.md B.3)."""

DATE_FORMAT = "d-m-Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "d-m-Y, H:i"
SHORT_DATE_FORMAT = "d-m-Y"
YEAR_MONTH_FORMAT = r"\t\h\á\n\g m-Y"  # tháng 12-2026
MONTH_FORMAT = r"\t\h\á\n\g n"  # tháng 12; not a setting of Django; used under a heading that names the year
SHORT_DATETIME_FORMAT = "d-m-Y, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M"]
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
