#pragma once
// Why the machine may not approve an application by itself: each reason a finding, none = it may. The narrow conditions of D-0017.
// Pure. Thread rule: a plain function.
#include <string>
#include <vector>

#include "domain/origin/review.hpp"

namespace datong::domain {

/// ORL020 the kind's switch, ORL021 class, ORL022 after shipment, ORL023 third-party invoice, ORL024 a human rule speaks, ORL025 standing,
/// ORL026 a product not seen before. `products_not_seen`: of origin_products.
std::vector<Finding> machine_refusals(const Document& document, const OriginReview& review, const Enterprise* applicant,
                                      const std::vector<std::string>& products_not_seen, const Edition& edition, Date day);

}  // namespace datong::domain
