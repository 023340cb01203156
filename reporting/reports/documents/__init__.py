"""The documents of a report: PDF and DOCX in the form of decree 30/2020/NĐ-CP, and a workbook."""
