# The commands of this project. Each is one call of `python3 -m development`, which says more with -h.
PYTHON ?= python3
TOOLS = $(PYTHON) -m development

.PHONY: help environment test lint format demo screenshots benchmark benchmark-desktop campaign odoo pot clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 19

environment:  ## fetch Odoo, PostgreSQL and the Python packages into .local/
	$(TOOLS) environment

test:  ## run every check and every test
	$(TOOLS) test

lint:  ## run the checks only
	$(TOOLS) lint

format:  ## let the formatters rewrite Python and XML files
	$(TOOLS) format

demo:  ## a shop's sales in QuickBooks' stand-in; BACKEND=desktop for the other one; ONCE=1 does not leave Odoo running
	$(TOOLS) demo $(if $(BACKEND),--backend $(BACKEND)) $(if $(ONCE),--once)

screenshots:  ## the pictures of the README and the guide, of the QuickBooks that a running `make demo` has
	$(TOOLS) screenshots

benchmark:  ## what syncing a backlog costs, and how fast QuickBooks' limits let it go; ORDERS="300 1000"
	$(PYTHON) -m benchmarks.backlog $(if $(ORDERS),--orders $(ORDERS))
	$(PYTHON) -m benchmarks.limits

benchmark-desktop:  ## what draining a backlog through the Web Connector costs; ORDERS=1000
	$(PYTHON) -m benchmarks.desktop $(if $(ORDERS),--orders $(ORDERS))

campaign:  ## Odoo killed, QuickBooks misbehaving, everybody at once: a table; BACKEND=desktop KILLS=500 SEED=1
	$(PYTHON) -m tests.campaign $(if $(BACKEND),--backend $(BACKEND)) $(if $(KILLS),--kills $(KILLS)) \
		$(if $(DOCUMENTS),--documents $(DOCUMENTS)) $(if $(SEED),--seed $(SEED))

odoo:  ## an Odoo server with the addon on http://127.0.0.1:8069
	$(TOOLS) odoo

pot:  ## write the addon's translation template
	$(TOOLS) pot

clean:  ## stop PostgreSQL and remove .local/
	-$(TOOLS) stop
	rm -rf .local
