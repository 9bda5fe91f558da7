#pragma once
// Signatures of documents as CAdES (ETSI EN 319 122-1, RFC 5652), detached, with a time stamp: what a PDF carries in
// /Contents (PAdES B-T). Written as our own DER around one signature; OpenSSL's way costs several times as much and adds
// a signing time unasked. Not here: checking (cms_verify.hpp), the PDF around it (document/pdf), calls to an authority
// outside. Thread rule: free functions, any thread. The same signer, digest and stamp give the same bytes.
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/digest.hpp"
#include "crypto/document_signer.hpp"

namespace datong::crypto {

/// Gives a time-stamp token (timestamp.hpp) over a digest, from the built-in authority or from one outside.
using StampFunction = std::function<Result<std::string>(const Digest& imprint)>;

/// The signature over content whose SHA-256 is `of_byte_ranges`.
///
/// Shape:   DER, about 3,000 bytes with a P-256 key, 3,400 with RSA-2048, plus what the stamp's chain adds. Signed
///          attributes: content type, message digest, signing certificate. An empty `stamp` leaves the time stamp out.
/// Errors:  those of the signer and of `stamp`.
/// Source:  ETSI EN 319 142-1 §6.3 (levels B-B and B-T).
Result<std::string> sign_cms(const DocumentSigner& signer, const Digest& of_byte_ranges, const StampFunction& stamp);

/// For this module: SignedData over content of any type; `content` is carried inside unless it is empty.
Result<std::string> signed_data(const DocumentSigner& signer, std::string_view content_type, std::string_view content,
                                const Digest& content_digest, const StampFunction& stamp);

}  // namespace datong::crypto
