#pragma once
// Keys for the tests of this module, made once with the openssl command. They protect nothing.
namespace datong::crypto {

// The key of the fixed signature in jws_test.cpp, PKCS#8.
inline constexpr const char* kPrivatePem = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfBhTlGV0GEfNOJ6I
n+4SkD8SRvl2id21HdCtI2rlQmmhRANCAASvr+/Okl4c6m6tIvKhJ109XXtH/sWX
zdaE1CMiVvpx9UlBP0jtBLlY+nhUzk5Nd12+A+0F/Tyu3ZBc6j2G8xBc
-----END PRIVATE KEY-----
)";
// The same key, SEC 1.
inline constexpr const char* kPrivateSec1Pem = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHwYU5RldBhHzTieiJ/uEpA/Ekb5dondtR3QrSNq5UJpoAoGCCqGSM49
AwEHoUQDQgAEr6/vzpJeHOpurSLyoSddPV17R/7Fl83WhNQjIlb6cfVJQT9I7QS5
WPp4VM5OTXddvgPtBf08rt2QXOo9hvMQXA==
-----END EC PRIVATE KEY-----
)";
// Another key behind a block that names its curve, as `openssl ecparam -genkey` writes.
inline constexpr const char* kPrivateWithParametersPem = R"(-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIFz9kVaZW7IlF4iT+kvnqJdi1/HgHtL5LrJFo0wsICP1oAoGCCqGSM49
AwEHoUQDQgAEI7zgWCp29ODAhJ1e1hJI26RDdw2Migj4PGkoMOQB41GuAPtYb3md
h5JCkCxqhQNNkZTIhY23kjPGUvofMyNWEQ==
-----END EC PRIVATE KEY-----
)";
// The first key, encrypted: not read.
inline constexpr const char* kPrivateEncryptedPem = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAitN0eESllczQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGeCzvz51JfM98tbmU1fD4MEgZB3
AJNIK0di5lBSyM7ekDL2j4tZVCESUxlHKtNifASH19UmlMpW1oWjEhgoJAtZIumm
ElVP2zAjNa9Z04WSQnD2KIWYRaM8421roCph+2EELVVLzJvI3dyppLZGhWdqvFMD
n6Mx1o+ftrWAO16VF//vCjyOJDUpWlzDbrdW3Epma0Sh8z/YqmUEWcBpSHKKr1k=
-----END ENCRYPTED PRIVATE KEY-----
)";
// Public half of the first key.
inline constexpr const char* kPublicPem = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEr6/vzpJeHOpurSLyoSddPV17R/7F
l83WhNQjIlb6cfVJQT9I7QS5WPp4VM5OTXddvgPtBf08rt2QXOo9hvMQXA==
-----END PUBLIC KEY-----
)";
// The same point, compressed.
inline constexpr const char* kPublicCompressedPem = R"(-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACr6/vzpJeHOpurSLyoSddPV17R/7F
l83WhNQjIlb6cfU=
-----END PUBLIC KEY-----
)";
// The same point, its curve spelt out as numbers: refused, for such numbers can lie (CVE-2020-0601).
inline constexpr const char* kPublicExplicitPem = R"(-----BEGIN PUBLIC KEY-----
MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABK+v786SXhzqbq0i8qEnXT1d
e0f+xZfN1oTUIyJW+nH1SUE/SO0EuVj6eFTOTk13Xb4D7QX9PK7dkFzqPYbzEFw=
-----END PUBLIC KEY-----
)";
// Wrong curve.
inline constexpr const char* kPublicP384Pem = R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEajgQat3KIqGgo/HYXWUyF1oE7rpZ/GDc
5HBADWg6Nj06O4AeDHAYlxhK9XeGxVwGSJoSyHqpnWK+nZK2C3o0XksvsIVo+VsV
ypZzU4klvq0Ee/DAwlNIME3/Udsgr/vR
-----END PUBLIC KEY-----
)";
// Wrong curve of the same length.
inline constexpr const char* kPublicSecp256k1Pem = R"(-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEyDhJ1gG+9CJGTW1d6pKJTR42xDtPBYvO
nwTmVD82RsZiSaZAxPJNIEvo/eRR6RM4W4BPgfiJ/+FmAoLY0oZI7A==
-----END PUBLIC KEY-----
)";
// Wrong algorithm.
inline constexpr const char* kPublicRsaPem = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDI/Kr5Rp4iBGRMkJydambf7+h8
O2RZGwqysZS2UfR8rPCW+mBPvKvHtX6MP+dc3bBTmAZYl2kPDQwgSkaCkCsBAdWJ
e46fhLLFwy2ynZ9R9bTyCpfNL1RhcDf/I2rDOp4DAqU9kJZHb/lzmPNU/a2oFm/j
AFydJ2cG3c+FviUE7wIDAQAB
-----END PUBLIC KEY-----
)";
// Wrong algorithm.
inline constexpr const char* kPublicEd25519Pem = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA/X4nxCZn5Z7szCPXHx6V/fevZAK9dAEPYhtpbz5l0zY=
-----END PUBLIC KEY-----
)";
// Wrong curve.
inline constexpr const char* kPrivateP384Pem = R"(-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDADSf/Jkf2US+nrrdcR
E1eggGwSIkhO3qj8g/Jtq6860Yp3ZVmdTs8s2AzlTGBcVCihZANiAARqOBBq3coi
oaCj8dhdZTIXWgTuuln8YNzkcEANaDo2PTo7gB4McBiXGEr1d4bFXAZImhLIeqmd
Yr6dkrYLejReSy+whWj5WxXKlnNTiSW+rQR78MDCU0gwTf9R2yCv+9E=
-----END PRIVATE KEY-----
)";
// Wrong algorithm.
inline constexpr const char* kPrivateRsaPem = R"(-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMj8qvlGniIEZEyQ
nJ1qZt/v6Hw7ZFkbCrKxlLZR9Hys8Jb6YE+8q8e1fow/51zdsFOYBliXaQ8NDCBK
RoKQKwEB1Yl7jp+EssXDLbKdn1H1tPIKl80vVGFwN/8jasM6ngMCpT2Qlkdv+XOY
81T9ragWb+MAXJ0nZwbdz4W+JQTvAgMBAAECgYANCW6hqrX5KOXEnaC7CTrRDcO7
wzJ4ISvpeWFXDivYpnMYp/b1VRyjYJ9rw31jZbHZSkQnHPMgmc0OjyLRtz5Cvgb8
oW3R2JdRaf0sCQcBdCZLuNDRdvALA+Vb9nIfJlb+WEevrpMHVrM2NfMAU4SMlgnF
3G0jR95h9nbCaYOaqQJBAOiq4cmOQ+unoJ/xvj+/pJwYMwXTiAejclbVxvHp6wlq
PNM/UhjXEaS0sUQ832CqNfkximoMH6WTItZTVgKyzysCQQDdJHkPIuh9kqRtNe5V
I6NIpR/oXrhu14nfAcD3oC8QQK4zXu+6TwX+qg5w0r8sGzoSvlJuv8vqJqUMFCG+
k59NAkEAmMygu93SfVD5DBGXAAa79EdwOsNQ8rNExAJhRT56PRSoHZPYNrgHvkNs
p4PSr4kZKS5/2GVd4z9eAaN5OQx1QQJAJM28JAvAO53bJZ3TI3JB64YnsEmLUk8m
z+l/zvZmvsK0+zGyngQm0EJHEvnP/Swu1w27tFjRPA/gagkzsH7rBQJAGWteoX4v
Age5GtoIgABI5QKYU7tsZRCrNLa41TvbEu/INZqdZkVkjTBkH1D6m0AZd+Q0cv1/
INF3S3NtBQOGVA==
-----END PRIVATE KEY-----
)";
// Request of the first key, subject "中文 Unit", by `openssl req -new -utf8`.
inline constexpr const char* kRequestPem = R"(-----BEGIN CERTIFICATE REQUEST-----
MIHPMHgCAQAwFjEUMBIGA1UEAwwL5Lit5paHIFVuaXQwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAASvr+/Okl4c6m6tIvKhJ109XXtH/sWXzdaE1CMiVvpx9UlBP0jt
BLlY+nhUzk5Nd12+A+0F/Tyu3ZBc6j2G8xBcoAAwCgYIKoZIzj0EAwIDRwAwRAIg
PHsDmws13u63D+R05NJlq7AwRyiNpO6PHVDXBTG5I8UCIFelKercXBV8SD8khT2T
YlYcr45cRPbcbSMKvYCo4Zss
-----END CERTIFICATE REQUEST-----
)";
// Request of an RSA key.
inline constexpr const char* kRequestRsaPem = R"(-----BEGIN CERTIFICATE REQUEST-----
MIIBSzCBtQIBADAMMQowCAYDVQQDDAF4MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB
iQKBgQDI/Kr5Rp4iBGRMkJydambf7+h8O2RZGwqysZS2UfR8rPCW+mBPvKvHtX6M
P+dc3bBTmAZYl2kPDQwgSkaCkCsBAdWJe46fhLLFwy2ynZ9R9bTyCpfNL1RhcDf/
I2rDOp4DAqU9kJZHb/lzmPNU/a2oFm/jAFydJ2cG3c+FviUE7wIDAQABoAAwDQYJ
KoZIhvcNAQELBQADgYEAv94Lv9YOT/L+zq3APNLuud8dZ2I8GT+mgxYyIRO/0lbI
Fsm9pJ2CDM9une6lVuka4q7ODyQxQi69B/kUCq4f+u0iBsBj+LK6cFXSgOazp8q9
tfrJzxW4w/+6jhW6zM8rw2ppxGtGZ/ZvnBaDEySWpYHhTMi7jgpBjjBYZNNyGfs=
-----END CERTIFICATE REQUEST-----
)";

}  // namespace datong::crypto
