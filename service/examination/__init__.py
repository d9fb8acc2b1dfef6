"""What a careful examiner would ask about a data set, with both figures and their place.

examination.yaml   the kinds of finding: their limits and their sentences, as data
model              a finding, and the place it stands at
words              limits and sentences read from there
subject            one indicator beside the same in the quarter before; its figures as text
figures            realizations and achievements
parts              numerators and denominators
targets            targets against their document and against the quarter before
narratives         obstacles, follow-ups, evidence
money              ceilings, and absorption against achievement
examining          examine(): all of them, in order
"""

from service.examination.examining import examine
from service.examination.model import Finding, Path

__all__ = ["Finding", "Path", "examine"]
