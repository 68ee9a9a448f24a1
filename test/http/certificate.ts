// A key pair and self-signed certificate made for these tests only (EC P-256, valid for 100 years) for localhost,
// 127.0.0.1 and api.flarescope.test. Node cannot make certificates, and the tests must not need OpenSSL.

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBujCCAWCgAwIBAgIUbG1mka0iXsW38H4c1pLpt+RlZeQwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZmxhcmVzY29wZSB0ZXN0MCAXDTI2MTEyNDAzNDMwN1oYDzIx
MjYxMDMxMDM0MzA3WjAaMRgwFgYDVQQDDA9mbGFyZXNjb3BlIHRlc3QwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQgDf4tjvwgIXiwEv191kstdppD2y+LyYIuJGoX
1BuTVI1S4XgmDbRnGETX8OCEsbQv3n+ze6hnqpAq5xR+LF6vo4GBMH8wHQYDVR0O
BBYEFCVfHSdN2EcufVCkdZ4Z0x5x2AbaMB8GA1UdIwQYMBaAFCVfHSdN2EcufVCk
dZ4Z0x5x2AbaMC8GA1UdEQQoMCaCCWxvY2FsaG9zdIcEfwAAAYITYXBpLmZsYXJl
c2NvcGUudGVzdDAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0gAMEUCICtlmkuA
9gsLMfs+goqOVGk1zpiibhAhfScmzv+nGSeUAiEAjKDy/o+scaLBEayJDq3lDFot
qHiJ/C3OHLpPr8hqDJE=
-----END CERTIFICATE-----`;

export const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxrLCjNrGoDU7kNCj
GD3YKjzsVX3JRT21oIHhNfvuI6ehRANCAAQgDf4tjvwgIXiwEv191kstdppD2y+L
yYIuJGoX1BuTVI1S4XgmDbRnGETX8OCEsbQv3n+ze6hnqpAq5xR+LF6v
-----END PRIVATE KEY-----`;
