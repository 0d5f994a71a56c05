"""More routes than the one of e2e/bench/route."""

ROUTE = """
---
apiVersion: gatehouse.dev/v1alpha1
kind: GatewayRoute
metadata: {{name: r{host}-{number}, namespace: bench}}
spec:
  hostnames: [{name}]
  rules:
  - name: all
    matches:
    - path: {{type: PathPrefix, value: {path}}}
    filters:
{filters}
    backendRefs: [{{name: backend, port: 80}}]
"""
FILTER = """    - type: {side}HeaderModifier
      {key}HeaderModifier: {{set: [{fields}]}}"""


def many(hosts, of_each, value="a value of some length"):
    """Adds so many to a folder; that of /small on host-0.example has two filters, which set ten fields, others one of one."""
    ten = _modifier("Request", 5, value) + "\n" + _modifier("Response", 5, value)
    one = _modifier("Request", 1, value)

    def add(folder):
        with open(folder / "many.yaml", "w") as out:
            for host in range(hosts):
                for number in range(of_each):
                    asked = host == 0 and number == 0
                    path = "/small" if asked else f"/some/path/{number}"
                    out.write(ROUTE.format(host=host, number=number, name=f"host-{host}.example", path=path,
                                           filters=ten if asked else one))

    return add


def _modifier(side, count, value):
    fields = ", ".join(f'{{name: x-set-{number}, value: "{value}"}}' for number in range(count))
    return FILTER.format(side=side, key=side.lower(), fields=fields)
