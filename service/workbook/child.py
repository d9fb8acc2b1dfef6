"""The jobs of the child process in which uploaded workbooks are read."""

from service.confined import serve
from service.workbook.formats import read
from service.workbook.grid import packed

if __name__ == "__main__":
    serve({"grids": lambda content: packed(read(content))})
