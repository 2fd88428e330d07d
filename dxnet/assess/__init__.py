"""One assessment of an estate: what every front end, change and site template calls.

    assess(estate, settings)           every rule on every object             -> Assessment
    configuration(assessment, vif_id)  a router's text, or why there is none  -> Configuration
    customer_router(vif, estate, settings)   the router at the customer's end of a VIF

What one caller refuses every other refuses, because the decision is made here.
"""

from dxnet.assess.assessment import Assessment as Assessment
from dxnet.assess.assessment import Verdict as Verdict
from dxnet.assess.assessment import assess as assess
from dxnet.assess.assessment import deepen as deepen
from dxnet.assess.configuration import Configuration as Configuration
from dxnet.assess.configuration import Refusal as Refusal
from dxnet.assess.configuration import configuration as configuration
from dxnet.assess.configuration import variables as variables
from dxnet.assess.router import CustomerRouter as CustomerRouter
from dxnet.assess.router import NoRouter as NoRouter
from dxnet.assess.router import customer_router as customer_router
