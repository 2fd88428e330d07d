"""Whether VIFs work, why not, and what to do next: a pure function over what was read.

No clock, no network and no platform is inside; `dxnet.assess.operation` brings what it needs.
"""

from dxnet.diagnose.causes import CAUSES as CAUSES
from dxnet.diagnose.causes import TABLE as TABLE
from dxnet.diagnose.diagnosis import Diagnosis as Diagnosis
from dxnet.diagnose.diagnosis import diagnose as diagnose
from dxnet.diagnose.facts import Facts as Facts
from dxnet.diagnose.facts import Fault as Fault
from dxnet.diagnose.status import Group as Group
from dxnet.diagnose.status import Status as Status
from dxnet.diagnose.status import status as status
