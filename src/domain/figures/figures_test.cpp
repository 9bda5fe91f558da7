#include "domain/figures/figures.hpp"

#include <gtest/gtest.h>

namespace datong::domain {
namespace {

TEST(FigureSum, CountsChannelsSharesAndMedians) {
  FigureSum sum;
  sum.add({Channel::client, false, true, {10, 1, 100}, 50});
  sum.add({Channel::browser, true, true, {20, 2, 300}, 30});
  sum.add({Channel::counter_entry, false, true, {30, 3, 200}, 70});
  sum.add({Channel::hall_terminal, false, false, {0, 9'999, 0}, 20});
  const Figures figures = sum.figures(3);
  EXPECT_EQ(figures.cases(), 4);
  EXPECT_EQ(figures.applications, 1);
  EXPECT_EQ(figures.at_counter(), 1);
  EXPECT_EQ(figures.straight_through_per_mille(), 750);
  EXPECT_EQ(figures.fields_typed_once, 100);  // not those an officer typed
  EXPECT_EQ(figures.usual, (ServiceClock{20, 2, 200}));
  EXPECT_FALSE(sum.figures(4).usual.has_value());
}

TEST(FigureSum, AShareIsWholeOnlyWhenAllAre) {
  FigureSum sum;
  for (int i = 0; i < 9'999; ++i) sum.add({Channel::client, false, false, {}, 1});
  EXPECT_EQ(sum.figures(1).straight_through_per_mille(), 1'000);
  sum.add({Channel::counter_paper, false, false, {}, 1});
  EXPECT_EQ(sum.figures(1).straight_through_per_mille(), 999);
  EXPECT_FALSE(FigureSum().figures(0).straight_through_per_mille().has_value());
  EXPECT_FALSE(FigureSum().figures(0).usual.has_value());
}

TEST(FigureSum, SavedHoursAreRoundedDownToTenths) {
  EXPECT_EQ(saved_tenth_hours(600, *Decimal::parse("6")), 10);
  EXPECT_EQ(saved_tenth_hours(59, *Decimal::parse("6")), 0);
  EXPECT_EQ(saved_tenth_hours(100, *Decimal::parse("3.6")), 1);
}

}  // namespace
}  // namespace datong::domain
