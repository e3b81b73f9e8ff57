"""What lies in the library before a test begins."""

from library import services
from tests.factories import MORNING
from tests.library import samples
from tests.library.samples import upload

ALT = "Bà con bản Phiêng Khoài thu hoạch chè"


def make_picture(seed=0, **words):
    content = samples.jpeg(400, 300, seed=seed)
    return services.store_picture(upload(content), by=None, at=MORNING, **({"alt": ALT} | words))
