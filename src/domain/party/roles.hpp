#pragma once
// Who may: a set of roles, as the rows of the lifecycle tables name them. Thread rule: a plain value.
#include "domain/party/party.hpp"

namespace datong::domain {

class Roles {
 public:
  template <class... R>
  constexpr Roles(R... roles) : bits_((0U | ... | (1U << static_cast<unsigned>(roles)))) {}  // NOLINT: {desk, inspector}
  constexpr bool has(Role role) const { return (bits_ >> static_cast<unsigned>(role)) & 1U; }
  constexpr bool only(Role role) const { return bits_ == (1U << static_cast<unsigned>(role)); }

 private:
  unsigned bits_;
};

}  // namespace datong::domain
