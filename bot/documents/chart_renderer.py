"""The short process that draws one chart: a Vega-Lite specification on its input, a PNG on its output."""

import json
import sys


def main() -> None:
    """Draw; an error ends the process with a traceback on its error output."""
    import vl_convert  # noqa: PLC0415 - large, and for this process only

    specification = json.loads(sys.stdin.buffer.read())
    png = vl_convert.vegalite_to_png(specification, scale=2, allowed_base_urls=[])
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main()
