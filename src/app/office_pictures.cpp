#include "app/office_pictures.hpp"

#include "app/case_file.hpp"

namespace datong::app {

Result<std::string> seal_of(Context& context, const domain::Edition& edition, std::string office, Date day) {
  for (int depth = 0; depth < 8 && !office.empty(); ++depth) {
    auto seal = load_party<domain::OfficeSeal>(context.store, "office_seal", office);
    if (!seal) return seal.error();
    if (*seal) return (*seal)->picture;
    const domain::OfficeRow* row = edition.office(office, day);
    office = row == nullptr ? std::string() : row->parent;
  }
  return std::string();
}

}  // namespace datong::app
