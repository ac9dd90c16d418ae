"""Compares JSON-LD with npm's jsonld and RDFC-1.0 with npm's rdf-canonize, on generated documents.

    linked_data_interop.py --deed DEED --peer FOLDER --counts FILE [--only PART…]

50 of each part; with DEED_FULL=1, 1,000. DEED_SEED repeats a run.
"""

import json
import sys

from generator import Generator
from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

EACH = 1000 if FULL else 50
# What Deed's safe mode refuses and jsonld.js's lets through, though RDF keeps no trace of it.
STRICTER = {"jsonld.dropped_index", "jsonld.changed_number", "jsonld.dropped_null_value",
            "jsonld.dropped_null_item"}
DIRECTION = {"rdfDirection": "i18n-datatype"}


class Sides:
    def __init__(self, arguments, random):
        self.deed = Lines([arguments.deed, "codec", "batch"])
        self.peer = Lines(["node", arguments.peer / "peer.mjs"])
        self.make = Generator(random)

    def document(self):
        """A JSON-LD document: a credential every other time."""
        if self.make.random.random() < 0.5:
            return {**self.make.credential(), "issuer": "did:example:issuer"}
        return self.make.document()

    def ours(self, op, **arguments):
        answer = self.deed.ask(id=1, op=op, **arguments)
        if answer.get("unsupported"):
            raise SystemExit(f"interop linked_data: Deed has no {op}")
        return answer

    def compare(self, part, ours, theirs, **facts):
        """Both took it and say the same, or both refused it. The order of values is free, but in
        lists: sections 5 to 8 of the API expand before they sort."""
        for side in (ours, theirs):
            if side["ok"]:
                side["out"] = unordered(side["out"])
        if ours["ok"] != theirs["ok"] or ours["ok"] and ours["out"] != theirs["out"]:
            disagree("linked_data", part, deed=ours, peer=theirs, **facts)
        return ours["ok"]

    def json_ld(self, part, op, document, context=None, **options):
        given = {} if context is None else {"context": context}
        ours = self.ours(f"jsonld.{op}", input=json.dumps(document),
                         options={"ordered": True, **options},
                         **({} if context is None else {"context": json.dumps(context)}))
        if ours["ok"] and isinstance(ours["out"], str):
            ours["out"] = json.loads(ours["out"])
        theirs = self.peer.ask(op=f"jsonld.{op}", input=document, options=options, **given)
        return self.compare(part, ours, theirs, input=document, context=context)

    # Parts: each compares one generated input, and says whether both took it

    def expand(self):
        return self.json_ld("expansion", "expand", self.document())

    def compact(self):
        document = self.document()
        # With the context it came with, or with one that was made for another document.
        context = document["@context"]
        if self.make.random.random() < 0.5:
            context = {**self.make.context(False), "id": "@id", "type": "@type"}
        return self.json_ld("compaction", "compact", document, context=context)

    def flatten(self):
        """Labels of blank nodes are free, so that the flattened documents are compared as RDF."""
        document = self.document()
        ours = self.ours("jsonld.flatten", input=json.dumps(document))
        theirs = self.peer.ask(op="jsonld.flatten", input=document)
        for side in (ours, theirs):
            if side["ok"]:
                side["out"] = self.peer.must(op="jsonld.canonize", input=side["out"],
                                             options=DIRECTION)
        return self.compare("flattening", ours, theirs, input=document)

    def canonical(self, **options):
        """From JSON-LD to canonical N-Quads."""
        document = self.document()
        ours = self.ours("jsonld.toRdf", input=json.dumps(document),
                         options={**DIRECTION, **options})
        if ours["ok"]:
            ours = self.ours("rdfc10", nquads=ours["out"])
        theirs = self.peer.ask(op="jsonld.canonize", input=document,
                               options={**DIRECTION, **options})
        return self.compare("canonical N-Quads", ours, theirs, input=document)

    def safe(self):
        """The same in safe mode, of documents from which something would be dropped, mostly."""
        document = self.document()
        spoil(document, self.make.random)
        ours = self.ours("jsonld.toRdf", input=json.dumps(document),
                         options={**DIRECTION, "safe": True})
        if ours["ok"]:
            ours = self.ours("rdfc10", nquads=ours["out"])
        theirs = self.peer.ask(op="jsonld.canonize", input=document,
                               options={**DIRECTION, "safe": True})
        if not ours["ok"] and ours["code"] in STRICTER and theirs["ok"]:
            return False
        return self.compare("safe mode", ours, theirs, input=document)

    def from_rdf(self):
        # jsonld.js takes the blank node that names a graph for another than the same as a subject.
        nquads = self.make.dataset(blank_graphs=False)
        ours = self.ours("jsonld.fromRdf", input=nquads, options={"ordered": True})
        if ours["ok"] and isinstance(ours["out"], str):
            ours["out"] = json.loads(ours["out"])
        theirs = self.peer.ask(op="jsonld.fromRdf", nquads=nquads)
        return self.compare("from RDF", ours, theirs, nquads=nquads)

    def rdfc(self):
        nquads = self.make.dataset()
        hash_name = self.make.random.choice(["SHA-256", "SHA-384"])
        ours = self.ours("rdfc10", nquads=nquads, hash=hash_name.lower().replace("-", ""))
        theirs = self.peer.ask(op="rdfc10", nquads=nquads, hash=hash_name)
        return self.compare("RDFC-1.0 " + hash_name, ours, theirs, nquads=nquads)


def spoil(document, random):
    """Adds what JSON-LD would drop in silence, or nothing."""
    place = document.get("credentialSubject", document)
    place = place[0] if isinstance(place, list) else place
    name, value = random.choice([
        ("undefinedTerm", 1), ("id", "relative/path"), ("type", ["Undefined"]),
        ("link", "relative"), ("text", {"@value": "x", "@language": "not a language"}),
        ("@unknown", "keyword"), ("text", None), ("ex:fine", 1), ("node", {"id": "../up"}),
        ("byId", {"relative": {"text": "x"}}), ("link", ["urn:x:1", 3]),
        ("text", {"@value": None}), ("node", {"@list": ["x"]}), ("node", {"@value": "x"}),
    ])
    place[name] = value


def unordered(value):
    """With the elements of arrays in one order, but those of lists; 100.0 is 100, as for the peer."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: [unordered(one) for one in inner] if key == "@list" else unordered(inner)
                for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((unordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


PARTS = {"expand": Sides.expand, "compact": Sides.compact, "flatten": Sides.flatten,
         "canonical": Sides.canonical, "safe": Sides.safe, "from_rdf": Sides.from_rdf,
         "rdfc": Sides.rdfc}

WORDS = {"expand": "documents expanded", "compact": "documents compacted",
         "flatten": "documents flattened", "canonical": "documents made canonical N-Quads",
         "safe": "documents with losses, in safe mode", "from_rdf": "data sets made JSON-LD",
         "rdfc": "data sets canonicalized"}


def main():
    arguments = arguments_of("deed", "peer", "counts", only=list(PARTS))
    if not peer_is_there("linked_data", arguments.peer / "node_modules/jsonld/package.json"):
        return SKIPPED
    sides = Sides(arguments, seeded("linked_data"))
    counts = {}
    for part in arguments.only:
        taken = sum(PARTS[part](sides) for _ in range(EACH))
        counts[WORDS[part]] = EACH
        counts[f"of which {part} taken by both"] = taken
    sides.deed.close()
    sides.peer.close()
    return report("linked_data", counts, arguments.counts)


sys.exit(main())
