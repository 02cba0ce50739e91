# Debian's Odoo package leaves out a minified library that a web client bundle names; the browser's
# error about it fails every browser test. Only for development databases; never shipped.
{
    "name": "Development assets",
    "summary": "Lets the web client start without files that Debian's package leaves out",
    "version": "19.0.1.0.0",
    "author": "Connex Bridge contributors",
    "license": "LGPL-3",
    "depends": ["mail"],
    "assets": {
        "web.assets_backend": [
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
