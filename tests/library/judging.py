"""What is said of a document that is not taken in."""

import io

from library.inspection import documents
from library.inspection.refused import Refused


class Refusing:
    kind = "zip"

    def refusal(self, content):
        with self.assertRaises(Refused) as caught:
            documents.inspect(io.BytesIO(content), self.kind)
        return str(caught.exception)
