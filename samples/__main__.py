"""Write every sample file anew: `make samples`."""

from samples.make import write_all

write_all()
