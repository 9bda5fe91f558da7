#include "domain/figures/figures.hpp"

#include <algorithm>

namespace datong::domain {
namespace {

std::int64_t median(std::vector<std::int64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::int64_t Figures::straight_through() const {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kChannels.size(); ++i) sum += is_straight_through(kChannels[i]) ? by_channel[i] : 0;
  return sum;
}

std::optional<std::int64_t> Figures::straight_through_per_mille() const {
  if (cases() == 0) return std::nullopt;
  return straight_through() * 1000 / cases();
}

void FigureSum::add(const CountedCase& counted) {
  ++(counted.is_application ? counted_.applications : counted_.declarations);
  const auto channel = std::find(kChannels.begin(), kChannels.end(), counted.channel);
  if (channel != kChannels.end()) ++counted_.by_channel[static_cast<std::size_t>(channel - kChannels.begin())];
  if (is_straight_through(counted.channel)) counted_.fields_typed_once += counted.fields;
  if (!counted.is_served) return;
  ++counted_.served;
  enterprise_.push_back(counted.clock.enterprise_ms);
  machine_.push_back(counted.clock.machine_ms);
  officer_.push_back(counted.clock.officer_ms);
}

Figures FigureSum::figures(std::size_t served_least) const {
  Figures result = counted_;
  if (!machine_.empty() && machine_.size() >= served_least) result.usual = ServiceClock{median(enterprise_), median(machine_), median(officer_)};
  return result;
}

std::int64_t saved_tenth_hours(std::int64_t fields, Decimal seconds_per_field) {
  return static_cast<std::int64_t>(int128{fields} * seconds_per_field.raw() / Decimal::kScale / 360);
}

}  // namespace datong::domain
