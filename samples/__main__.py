"""Write every sample file anew: `make samples`."""

from samples import make, scan, surat

make.write_all()
surat.write(make.FOLDER)
scan.write(make.FOLDER)
