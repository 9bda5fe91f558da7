#include "store/sqlite/tables.hpp"

namespace datong::store::sqlite {
namespace {
constexpr char kJournal1[] =
#include "store/sqlite/migrations/0001_initial.sql.inc"
    ;
constexpr char kJournal2[] =
#include "store/sqlite/migrations/0002_log_tree.sql.inc"
    ;
constexpr char kJournal3[] =
#include "store/sqlite/migrations/0003_people_figures.sql.inc"
    ;
constexpr char kJournal4[] =
#include "store/sqlite/migrations/0004_figures_by_month.sql.inc"
    ;
constexpr char kJournal5[] =
#include "store/sqlite/migrations/0005_service_clock.sql.inc"
    ;
constexpr char kJournal6[] =
#include "store/sqlite/migrations/0006_lists_by_kind.sql.inc"
    ;
constexpr char kBlobs1[] =
#include "store/sqlite/migrations/blobs_0001_initial.sql.inc"
    ;
constexpr char kSearch1[] =
#include "store/sqlite/migrations/search_0001_initial.sql.inc"
    ;
}  // namespace

const Schema& journal_schema() {
  static const Schema schema{0x44544f31, {kJournal1, kJournal2, kJournal3, kJournal4, kJournal5, kJournal6}};
  return schema;
}

const Schema& blobs_schema() {
  static const Schema schema{0x44544232, {kBlobs1}, 16384};  // rows of some 70 kB: fewer pages, each of which is a write
  return schema;
}

const Schema& search_schema() {
  static const Schema schema{0x44545331, {kSearch1}};
  return schema;
}

}  // namespace datong::store::sqlite
