#pragma once
// Whether a signature and its time stamp are, byte for byte, as this platform writes them. What a signature does not sign
// (copies of authorities' certificates, versions, the stamp's wrapping) could otherwise be changed and nobody would see
// it. Not here: whether they verify (cms_verify.hpp). Thread rule: free function, any thread.
#include <string_view>

#include "crypto/anchors.hpp"

namespace datong::crypto {

/// True when writing the parts of `cms` (zeros behind it aside) anew gives the same bytes, and every certificate in it hangs
/// on an anchor.
bool is_as_written(std::string_view cms, const Anchors& anchors);

}  // namespace datong::crypto
