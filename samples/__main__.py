"""Write every sample file anew: `make samples`."""

from samples import make, surat

make.write_all()
surat.write(make.FOLDER)
