"""Varied credentials, JSON-LD documents and RDF data sets for the interoperability tests.

Everything comes from the random.Random that is handed in, so one seed makes one sequence. What is
made is valid: each side has to take it, and no term stays undefined.
"""

import uuid

CREDENTIALS_2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_1 = "https://www.w3.org/2018/credentials/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
XSD = "http://www.w3.org/2001/XMLSchema#"

# No character between U+E000 and U+FFFF beside those beyond: rdf-canonize sorts by UTF-16 units,
# where RDFC-1.0 section 4.4.3 says code points.
WORDS = ["Alice", "Zoë", "Łódź", "学位", "دبلوم", "𝄞 clef", "O'Neil \"Q\"", "back\\slash", "tab\tline\n",
         "", " edge ", "é vs é", "😀", "<b>&amp;</b>", "\u2028", "0", "null", "_:b0", "@type", "a:b",
         "\u007f", "\u0001"]
LANGUAGES = ["en", "de", "fr", "zh-Hans", "ar", "en-GB"]
# Every kind of number that JSON-LD treats in its own way: integers, doubles, and what is too large
# for either to be written as it stands. None like 1e-7: jsonld.js takes a fraction that ECMAScript
# writes without a point for the integer 0.
NUMBERS = [0, 1, -1, 7, 42, -273, 1000000, 0.5, -0.25, 3.87, 1.5e-7, 1.5e300, 2.5e21, 123456789012,
           0.1, 2.2250738585072e-308, 1.797693134862315e308, 100.0, 9007199254740991]
LONG_NUMBERS = [1.7976931348623157e308, 0.1 + 0.2, -1.2345678901234567]
VOCABULARY = "https://vocab.example/ns#"


def written_out(value):
    """With compact IRIs written out: the suites over RDF take none of an inline context's making."""
    if isinstance(value, dict):
        return {written_out(name): written_out(member) for name, member in value.items()}
    if isinstance(value, list):
        return [written_out(element) for element in value]
    if isinstance(value, str) and value.startswith("ex:"):
        return "https://example.org/ns/" + value.removeprefix("ex:")
    return value


class Generator:
    def __init__(self, random):
        self.random = random
        self.serial = 0
        # What a signature over RDF does not cover, Deed refuses in credentials, which others do
        # not: indexes, numbers of more digits than RDF keeps, and inline contexts by which a name
        # says something else than its IRI.
        self.with_losses = False

    # Values

    def word(self):
        # Many words alike would make blank nodes alike, more than the peer's bound on work allows.
        return self.random.choice(WORDS) if self.random.random() < 0.2 else "".join(
            self.random.choice("abcdefgh ijklmnöüß字") for _ in range(self.random.randint(4, 24)))

    def iri(self):
        self.serial += 1
        return self.random.choice([
            f"urn:uuid:{uuid.UUID(int=self.random.getrandbits(128), version=4)}",
            f"https://example.org/things/{self.serial}?q=%C3%A9#part",
            f"did:example:{self.serial}", f"urn:x:{self.serial}:ü"])

    def number(self):
        if self.with_losses and self.random.random() < 0.1:
            return self.random.choice(LONG_NUMBERS)
        return self.random.choice(NUMBERS) if self.random.random() < 0.7 else round(
            self.random.uniform(-1e6, 1e6), self.random.randint(0, 9))

    def date_time(self):
        return (f"20{self.random.randint(10, 25)}-{self.random.randint(1, 12):02}-"
                f"{self.random.randint(1, 28):02}T{self.random.randint(0, 23):02}:"
                f"{self.random.randint(0, 59):02}:{self.random.randint(0, 59):02}Z")

    def json(self, depth=3):
        kind = self.random.randrange(7 if depth else 5)
        if kind == 0:
            return self.word()
        if kind == 1:
            return self.number()
        if kind == 2:
            return self.random.choice([True, False])
        if kind == 3:
            return None
        if kind == 4:
            return self.random.choice([[], {}])
        if kind == 5:
            return [self.json(depth - 1) for _ in range(self.random.randint(0, 3))]
        return {f"k{self.random.randrange(30)}": self.json(depth - 1)
                for _ in range(self.random.randint(0, 4))}

    def some(self, make, most=3):
        """One value, or an array of several."""
        count = self.random.randint(0, most)
        return make() if count == 0 else [make() for _ in range(count)]

    def language_map(self):
        languages = self.random.sample(LANGUAGES, self.random.randint(1, 3))
        return {language: self.some(self.word, 2) for language in languages}

    # Terms: each is (definition, value maker), made for one credential

    def terms(self, depth):
        ns = VOCABULARY
        g = self
        kinds = {
            "text": (ns + "text", lambda: g.some(g.word)),
            "number": (ns + "number", lambda: g.some(g.number)),
            "flag": (ns + "flag", lambda: g.random.choice([True, False, [True, False]])),
            "mixed": (ns + "mixed", lambda: [g.word(), g.number(), True, {"@value": g.word(),
                                                                         "@language": "de"}]),
            "link": ({"@id": ns + "link", "@type": "@id"}, lambda: g.some(g.iri)),
            "kind": ({"@id": ns + "kind", "@type": "@vocab"},
                     lambda: g.random.choice(["text", "ex:made", "Thing", g.iri()])),
            "moment": ({"@id": ns + "moment", "@type": XSD + "dateTime"}, lambda: g.date_time()),
            "day": ({"@id": ns + "day", "@type": XSD + "date"}, lambda: "1999-07-17"),
            "double": ({"@id": ns + "double", "@type": XSD + "double"}, lambda: g.some(g.number)),
            "integer": ({"@id": ns + "integer", "@type": XSD + "integer"},
                        lambda: g.some(lambda: g.random.randint(-10**6, 10**6))),
            "decimal": ({"@id": ns + "decimal", "@type": XSD + "decimal"},
                        lambda: g.random.choice(["1.50", "3", 7, -2])),
            # Within an object: jsonld.js unwraps a literal that is an array when it compacts.
            "raw": ({"@id": ns + "raw", "@type": "@json"}, lambda: {"k": g.json()}),
            "ordered": ({"@id": ns + "ordered", "@container": "@list"},
                        lambda: [g.word() for _ in range(g.random.randint(0, 4))]),
            "matrix": ({"@id": ns + "matrix", "@container": "@list"},
                       lambda: [[g.number()], [], [g.number(), g.word()]]),
            "links": ({"@id": ns + "links", "@container": "@list", "@type": "@id"},
                      lambda: [g.iri(), g.iri()]),
            "many": ({"@id": ns + "many", "@container": "@set"}, lambda: [g.word()]),
            "label": ({"@id": ns + "label", "@container": "@language"}, g.language_map),
            "title": ({"@id": ns + "title", "@language": "fr"}, lambda: g.some(g.word)),
            "plain": ({"@id": ns + "plain", "@language": None}, lambda: g.some(g.word)),
            "byIndex": ({"@id": ns + "byIndex", "@container": "@index"},
                        lambda: {"a": g.word(), "b": [g.word(), g.word()]}),
            "byProperty": ({"@id": ns + "byProperty", "@container": "@index",
                            "@index": "text"},
                           lambda: {g.random.choice("xyz"): {"number": g.number()}}),
            "byId": ({"@id": ns + "byId", "@container": "@id"},
                     lambda: {g.iri(): g.nameless(depth - 1), g.iri(): {"text": g.word()}}),
            "byType": ({"@id": ns + "byType", "@container": "@type"},
                       lambda: {"Thing": {"text": g.word()}, "ex:Other": {"id": g.iri()}}),
            "graph": ({"@id": ns + "graph", "@container": "@graph"}, lambda: g.node(depth - 1)),
            "graphById": ({"@id": ns + "graphById", "@container": ["@graph", "@id"]},
                          lambda: {g.iri(): g.nameless(depth - 1)}),
            "partOf": ({"@reverse": ns + "hasPart"}, lambda: g.node(depth - 1)),
            "node": (ns + "node", lambda: g.some(lambda: g.node(depth - 1))),
            "scoped": ({"@id": ns + "scoped",
                        "@context": {"inner": {"@id": ns + "inner", "@type": "@id"},
                                     "text": {"@id": "https://scoped.example/text"}}},
                       lambda: {"inner": g.iri(), "text": g.word(), "node": {"text": g.word()}}),
            "local": ({"@id": ns + "local", "@context": {"@propagate": False,
                                                         "here": ns + "here"}},
                      lambda: {"here": g.word(), "node": {"text": g.word()}}),
            "ex:compact": (None, lambda: g.some(g.word)),
            ns + "absolute": (None, lambda: g.number()),
            "parts": ("@nest", lambda: {"text": g.word(), "number": g.number()}),
        }
        if depth <= 0:
            for name in ("byId", "graph", "graphById", "partOf", "node"):
                del kinds[name]
        if not self.with_losses:
            # The suites over RDF refuse inline contexts that let such things be moved.
            for name in ("byId", "byIndex", "byProperty", "byType", "graphById", "partOf", "parts"):
                kinds.pop(name, None)
        return kinds

    def nameless(self, depth):
        """A node whose id is said elsewhere."""
        return {name: value for name, value in self.node(depth).items() if name != "id"}

    def node(self, depth):
        """A node object out of the terms of context()."""
        kinds = self.terms(depth)
        made = {}
        for name in self.random.sample(sorted(kinds), self.random.randint(1, 5)):
            made[name] = kinds[name][1]()
        if self.random.random() < 0.4:
            made["id"] = self.iri()
        if self.random.random() < 0.4:
            made["type"] = self.some(lambda: self.random.choice(["Thing", "ex:Other", "Special"]),
                                     2)
            if "Special" in made["type"]:
                made["special"] = self.random.randint(1, 9)
        return made

    def context(self, is_protected):
        definitions = {name: definition for name, (definition, _) in self.terms(1).items()
                       if definition is not None}
        definitions.update({
            "ex": "https://example.org/ns/", "Thing": VOCABULARY + "Thing",
            "Special": {"@id": VOCABULARY + "Special",
                        "@context": {"special": {"@id": VOCABULARY + "special",
                                                 "@type": XSD + "integer"}}}})
        if is_protected:
            # A scoped context may not redefine what is protected around it.
            definitions["scoped"] = {**definitions["scoped"],
                                     "@context": {"inner": {"@id": VOCABULARY + "inner",
                                                            "@type": "@id"}}}
            definitions = {"@protected": True, **definitions}
        return definitions

    # Credentials

    def credential(self, version=None, depth=2, more_contexts=()):
        version = version or self.random.choice([2, 2, 2, 1])
        base = CREDENTIALS_2 if version == 2 else CREDENTIALS_1
        inline = self.context(self.random.random() < 0.4)
        types = ["VerifiableCredential"] + self.random.sample(
            ["Thing", "ex:Diploma", VOCABULARY + "Absolute"], self.random.randint(0, 2))
        made = {"@context": [base, *more_contexts, inline], "type": types}
        if self.random.random() < 0.8:
            made["id"] = self.iri()
        self.dates(made, version)
        if version == 2:
            self.descriptions(made)
        made["credentialSubject"] = self.some(lambda: self.subject(depth), 2)
        if self.random.random() < 0.3:
            made["termsOfUse"] = {"type": "ex:Terms", **self.plain_node()}
        if self.random.random() < 0.3:
            made["evidence"] = [{"type": ["ex:Evidence"], "id": self.iri(), **self.plain_node()}]
        if self.random.random() < 0.2:
            made["refreshService"] = {"type": "ex:Refresh", "id": self.iri()}
        items = [(name, value if name == "@context" else written_out(value))
                 for name, value in made.items()]
        self.random.shuffle(items)
        return dict(items)

    def subject(self, depth):
        subject = self.node(depth)
        if self.random.random() < 0.7:
            subject["id"] = self.iri()
        return subject

    def plain_node(self):
        return {"text": self.word(), "number": self.number()}

    def dates(self, made, version):
        start = f"20{self.random.randint(10, 25)}-01-01T00:00:00Z"
        made["validFrom" if version == 2 else "issuanceDate"] = start
        if self.random.random() < 0.6:
            made["validUntil" if version == 2 else "expirationDate"] = "2099-12-31T23:59:59Z"

    def descriptions(self, made):
        for name in ("name", "description"):
            roll = self.random.random()
            if roll < 0.3:
                made[name] = self.word() or "x"
            elif roll < 0.6:
                made[name] = [{"@value": self.word() or "x", "@language": language}
                              for language in self.random.sample(LANGUAGES, 2)]
            elif roll < 0.7:
                made[name] = {"@value": "دبلوم", "@language": "ar", "@direction": "rtl"}

    # Documents beyond credentials, for JSON-LD alone

    def document(self):
        """A document of several nodes, with graphs, included and listed values, and indexes."""
        self.with_losses = True
        try:
            return self.document_of_nodes()
        finally:
            self.with_losses = False

    def document_of_nodes(self):
        context = {**self.context(False), "id": "@id", "type": "@type"}
        node = {**self.node(2)}
        if self.random.random() < 0.3:
            node = {"@graph": [self.node(2) for _ in range(self.random.randint(0, 3))],
                    "id": self.iri()}
        if self.random.random() < 0.3:
            node["@included"] = [self.node(1), {"id": self.iri(), "text": self.word()}]
        if self.random.random() < 0.3:
            node["mixed"] = [{"@list": [self.word(), self.number()]}, {"@set": [self.word()]},
                             {"@value": 3, "@type": "ex:t"}]
        if self.random.random() < 0.2:
            node["node"] = {"id": "_:" + self.random.choice("ab"), "link": ["_:a", "_:b"]}
        if self.random.random() < 0.2:
            context["@vocab"] = "https://other.example/"
            node["undefinedTerm"] = self.word()
        if self.random.random() < 0.1:
            context["@language"] = "en"
        # No default @direction: jsonld.js forgets it within scoped contexts.
        return {"@context": context, **node}

    # RDF data sets

    def dataset(self, blank_graphs=True):
        """N-Quads whose blank nodes look alike in many ways, in any order and with any labels."""
        shape = self.random.choice(["random", "cycle", "cycles", "clique", "tree", "grid", "star",
                                    "twins", "lists", "graphs"])
        edges, size = getattr(self, "shape_" + shape)()
        names = [f"{self.random.choice('bxyz')}{n}" for n in self.random.sample(range(1000), size)]
        # The same label in another case or with another letter would be another node.
        names = [f"n{i}{name}" for i, name in enumerate(names)]
        self.random.shuffle(names)
        quads = set()
        for subject, predicate, target, graph in edges:
            if not blank_graphs and isinstance(graph, int):
                graph = f"<http://g.example/{graph}>"
            graph_term = "" if graph is None else f" {self.rdf_node(graph, names)}"
            quads.add(f"{self.rdf_node(subject, names)} <http://p.example/{predicate}> "
                      f"{self.rdf_node(target, names)}{graph_term} .\n")
        quads = sorted(quads)
        self.random.shuffle(quads)
        return "".join(quads)

    @staticmethod
    def rdf_node(node, names):
        return f"_:{names[node]}" if isinstance(node, int) else node

    def literal(self):
        text = self.random.choice(["a", "b", "ü", "\\\"quoted\\\"", "line\\n", "\\\\", "\\t"])
        return self.random.choice([f'"{text}"', f'"{text}"@en', f'"{text}"@de-AT',
                                   f'"1"^^<{XSD}integer>'])

    def shape_random(self):
        size = self.random.randint(1, 12)

        def node():
            return self.random.choice([self.random.randrange(size), "<http://n.example/é>"])
        return [(node(), self.random.choice("pq"),
                 self.random.choice([node(), node(), self.literal()]),
                 self.random.choice([None, None, node()]))
                for _ in range(self.random.randint(0, 30))], size

    def shape_cycle(self):
        size = self.random.randint(2, 8)
        return [(i, "p", (i + 1) % size, None) for i in range(size)], size

    def shape_cycles(self):
        length, count = self.random.randint(2, 3), self.random.randint(2, 3)
        return [(c * length + i, "p", c * length + (i + 1) % length, None)
                for c in range(count) for i in range(length)], length * count

    def shape_clique(self):
        size = self.random.randint(2, 4)
        return [(i, "p", j, None) for i in range(size) for j in range(size) if i != j], size

    def shape_tree(self):
        size = self.random.randint(2, 15)
        return [((i - 1) // 2, "p", i, None) for i in range(1, size)], size

    def shape_grid(self):
        wide, high = self.random.randint(2, 3), self.random.randint(2, 3)
        at = [(x, y) for y in range(high) for x in range(wide)]
        return ([(y * wide + x, "right", y * wide + x + 1, None) for x, y in at if x + 1 < wide] +
                [(y * wide + x, "down", (y + 1) * wide + x, None) for x, y in at if y + 1 < high],
                wide * high)

    def shape_star(self):
        size = self.random.randint(2, 6)
        marked = self.random.randrange(1, size)
        return [(0, "p", i, None) for i in range(1, size)] + [(marked, "q", '"x"', None)], size

    def shape_twins(self):
        size = self.random.randint(1, 5)
        both = [(i, "q", self.literal(), None) for i in range(size)]
        return both + [(i + size, p, o, g) for i, p, o, g in both], size * 2

    def shape_lists(self):
        size = self.random.randint(2, 8)
        first = [(i, "first", self.random.choice(['"1"', '"2"']), None) for i in range(size)]
        rest = [(i, "rest", i + 1 if i + 1 < size else "<http://nil.example/>", None)
                for i in range(size)]
        return first + rest, size

    def shape_graphs(self):
        size = self.random.randint(2, 6)
        return [(self.random.randrange(size), "p", self.random.randrange(size),
                 self.random.randrange(size)) for _ in range(self.random.randint(1, 8))], size
