// A key pair and self-signed certificate made for these tests only (EC P-256, valid for 100 years) for 127.0.0.1 and
// api.flarescope.test, but not for localhost. Node cannot make certificates, and the tests must not need OpenSSL.

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVSgAwIBAgIUOkBYNR7JshdTlMJ8oa/PFSykfs0wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPZmxhcmVzY29wZSB0ZXN0MCAXDTI2MTEyNDAzNDQxMloYDzIx
MjYxMDMxMDM0NDEyWjAaMRgwFgYDVQQDDA9mbGFyZXNjb3BlIHRlc3QwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQ2AizmFz3rIwiRdBhCQUG+QygMoG0+RJiqFlrZ
9mnfiINBWjqRHQTBh18kKanLltardCzN4gTo2OESvFtOXlI5o3YwdDAdBgNVHQ4E
FgQU3HS53rvtSLth1sKDz0zZ+jizLaEwHwYDVR0jBBgwFoAU3HS53rvtSLth1sKD
z0zZ+jizLaEwJAYDVR0RBB0wG4cEfwAAAYITYXBpLmZsYXJlc2NvcGUudGVzdDAM
BgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0gAMEUCICYRON5/Sx2b+nRxZtyELlks
/FQ9+thsXAKK7dBWiEDFAiEAw3z0lmpQNBbbOuQfbjJudGMvcSAmrSsGsrQ7D3kD
Ikw=
-----END CERTIFICATE-----`;

export const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV3NEiqFYdMgw2pU5
EOw07rlpmypcaMnq8nHwu3crXn6hRANCAAQ2AizmFz3rIwiRdBhCQUG+QygMoG0+
RJiqFlrZ9mnfiINBWjqRHQTBh18kKanLltardCzN4gTo2OESvFtOXlI5
-----END PRIVATE KEY-----`;
