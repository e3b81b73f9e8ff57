"""What the tests of a cluster find on the site; run in a process of the site, after `migrate`."""

import json

from django.test import Client

from library import services as library
from tests.factories import MORNING, make_article, make_user
from tests.factories_resolutions import make_congress, make_target
from tests.library import samples

TITLE = "Đưa Nghị quyết Đại hội vào cuộc sống ở các bản vùng cao"
MISTAKEN = "Bài đăng nhầm trong lúc mọi máy chạy trang đều mất"


def fill() -> None:
    chief = make_user("approver", username="truc-ban", is_superuser=True)
    article, mistaken = make_article(title=TITLE), make_article(title=MISTAKEN)
    make_target(congress=make_congress("xv"))
    picture = library.store_picture(samples.upload(samples.jpeg()), by=chief, at=MORNING, alt="Bản Nà Lằng")
    library.set_uses("articles.article", article.pk, pictures=[picture.pk], public_from=MORNING, public_until=None)
    client = Client()
    client.force_login(chief)
    session = next(cookie.value for name, cookie in client.cookies.items() if "session" in name)
    facts = {"article": article.get_absolute_url(), "id": article.pk, "picture": picture.src, "session": session}
    print(json.dumps(facts | {"mistaken": mistaken.get_absolute_url()}))
