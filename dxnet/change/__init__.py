"""A planned change: requests to AWS, the estate after them, and sending them so that none is lost.

    change = file.read("CHG0012345.yaml")
    planned = plan.make(change, live.read(options, change), now=time.time())
    document.text(document.document(planned, "AWS"))        # before and after, for people
    checking.findings(planned, settings)                    # every rule on the estate after
    with journal.opened(change) as notes:
        for request, made in apply.run(planned, notes, Sender(options)): ...

The control plane says what AWS does with a request; nothing here repeats its rules. Parameters and
records are raw JSON, keys included, and never part of a repr; `document`, the journal and every
error mask them.
"""
