"""The push channel with certificates like those that an operator makes; see docs/push-protocol.md."""
import ssl
import subprocess


class Channel:
    """Files of a pod, and what pushes to it as its operator."""

    def __init__(self, folder):
        self.folder = folder
        self._openssl("ca", "/CN=authority", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign")
        for party, purpose in (("operator", "clientAuth"), ("dataplane", "serverAuth")):
            self._openssl(party, f"/CN={party}", "basicConstraints=CA:FALSE", "keyUsage=digitalSignature",
                          f"extendedKeyUsage={purpose}", f"subjectAltName=DNS:{party}.gatehouse.internal",
                          "-CA", folder / "ca.crt", "-CAkey", folder / "ca.key")
        self.operator = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.operator.check_hostname = False
        self.operator.load_verify_locations(folder / "ca.crt")
        self.operator.load_cert_chain(folder / "operator.crt", folder / "operator.key")

    def settings(self):
        """Of a pod's push listener."""
        names = {"certificate": "dataplane.crt", "key": "dataplane.key", "ca": "ca.crt"}
        return "{tls: {" + ", ".join(f"{key}: {self.folder / name}" for key, name in names.items()) + "}}"

    def _openssl(self, name, subject, *more):
        options = [word for it in more for word in (["-addext", it] if "=" in str(it) else [it])]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", subject, "-keyout", self.folder / f"{name}.key",
                        "-out", self.folder / f"{name}.crt", *options], check=True, stderr=subprocess.DEVNULL)
