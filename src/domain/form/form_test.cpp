#include "domain/form/form.hpp"

#include <gtest/gtest.h>

#include <set>

namespace datong::domain {
namespace {

TEST(FormTable, NamesAndElementsAreUniqueWithinTheirGroup) {
  for (const GroupSpec& spec : groups()) {
    std::set<std::string_view> names, elements;
    for (const Field& field : fields_of(spec.group)) {
      EXPECT_TRUE(names.insert(field.name).second) << spec.name << ' ' << field.name;
      if (!field.element.empty()) {
        EXPECT_TRUE(elements.insert(field.element).second) << spec.name << ' ' << field.element;
      }
    }
    for (const GroupSpec& child : groups()) {
      if (child.parent != spec.group) continue;
      EXPECT_TRUE(names.insert(child.name).second) << child.name;
      if (!child.element.empty()) {
        EXPECT_TRUE(elements.insert(child.element).second) << child.element;
      }
    }
  }
}

TEST(FormTable, RowsMakeSense) {
  for (const Field& field : kFields) {
    EXPECT_EQ(field.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), field.name.npos) << field.name;
    EXPECT_TRUE(!field.element.empty() || root_of(field.group) == Group::origin) << field.name;
    EXPECT_GT(field.longest, 0U) << field.name;
    EXPECT_LT(field.shorter, field.longest) << field.name;
    EXPECT_FALSE(field.label_zh.empty() || field.label_en.empty() || field.source.empty()) << field.name;
    const bool is_coded = field.type == FieldType::code || field.type == FieldType::code_list;
    EXPECT_TRUE(!is_coded || field.list != List::none) << field.name;
    if (field.type == FieldType::integer) {
      EXPECT_LE(field.longest, 9U) << field.name;
    }
    if (field.type == FieldType::date) {
      EXPECT_EQ(field.longest, 10U) << field.name;
    }
  }
}

TEST(FormTable, GroupsStandInEnumOrderParentsFirst) {
  ASSERT_EQ(groups().size(), kGroupCount);
  for (std::size_t i = 0; i < kGroupCount; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(groups()[i].group), i);
    EXPECT_GT(groups()[i].count_max, 0U);
    if (groups()[i].parent) {
      EXPECT_LT(static_cast<std::size_t>(*groups()[i].parent), i);
    } else {
      EXPECT_EQ(root_of(groups()[i].group), groups()[i].group);
    }
    EXPECT_FALSE(fields_of(groups()[i].group).empty());
  }
}

TEST(FormTable, EveryRowIsFoundByNameByElementAndByConstant) {
  for (const GroupSpec& spec : groups()) {
    const auto fields = fields_of(spec.group);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(field_by_name(spec.group, fields[i].name), static_cast<int>(i));
      EXPECT_EQ(field_by_element(spec.group, fields[i].element), fields[i].element.empty() ? -1 : static_cast<int>(i));
    }
    EXPECT_EQ(field_by_name(spec.group, "nothing_of_that_name"), -1);
    EXPECT_EQ(field_by_name(spec.group, ""), -1);
    EXPECT_EQ(field_by_element(spec.group, ""), -1);
    if (spec.parent) {
      EXPECT_EQ(child_by_name(*spec.parent, spec.name), spec.group);
      if (!spec.element.empty()) {
        EXPECT_EQ(child_by_element(*spec.parent, spec.element), spec.group);
      }
    }
  }
  EXPECT_EQ(fields_of(Group::goods)[F::goods::commodity_code.position].name, "commodity_code");
  EXPECT_EQ(fields_of(Group::mark)[F::mark::picture.position].name, "picture");
  EXPECT_FALSE(child_by_name(Group::goods, "goods"));
  EXPECT_FALSE(child_by_element(Group::header, ""));
}

TEST(FormTable, ListsAreFoundByName) {
  for (std::size_t i = 1; i < kListCount; ++i) {
    const auto list = static_cast<List>(i);
    EXPECT_FALSE(list_name(list).empty());
    EXPECT_EQ(list_by_name(list_name(list)), list);
  }
  EXPECT_FALSE(list_by_name(""));
  EXPECT_FALSE(list_by_name("no_such_list"));
}

Document two_lines() {
  Document document;
  for (int line = 0; line < 2; ++line) {
    Record& goods = document.header().children().emplace_back(Group::goods, document.arena());
    goods.children().emplace_back(Group::package, document.arena());
    goods.children()
        .emplace_back(Group::permit, document.arena())
        .children()
        .emplace_back(Group::vehicle, document.arena());
    goods.children().emplace_back(Group::package, document.arena()).set(F::package::material, document.keep("wood"));
    document.header().children().emplace_back(Group::container, document.arena());
  }
  document.seal();
  return document;
}

TEST(Document, SealGivesEveryRecordItsPlace) {
  const Document document = two_lines();
  const auto packages = document.all(Group::package);
  ASSERT_EQ(packages.size(), 4U);
  EXPECT_EQ(packages[3]->path(), "/goods/1/packages/1");
  EXPECT_EQ(packages[3]->path(F::package::material), "/goods/1/packages/1/material");
  EXPECT_EQ((*packages[3])[F::package::material], "wood");
  EXPECT_EQ(document.all(Group::vehicle)[1]->path(), "/goods/1/permits/0/vehicles/0");
  EXPECT_EQ(document.all(Group::container)[1]->path(), "/containers/1");
  EXPECT_EQ(document.header().path(F::header::direction), "/direction");
  EXPECT_EQ(document.header().count(Group::goods), 2U);
}

TEST(Document, MovesWithAllItsText) {
  Document document;
  document = two_lines();  // the empty document goes before its own arena does
  const Document moved = std::move(document);
  EXPECT_EQ((*moved.all(Group::package)[3])[F::package::material], "wood");
  EXPECT_EQ(moved.all(Group::package)[3]->path(), "/goods/1/packages/1");
}

TEST(Document, DirectionIsKnownOnlyForIAndO) {
  Document document;
  EXPECT_FALSE(document.direction());
  document.header().set(F::header::direction, "I");
  EXPECT_EQ(document.direction(), Direction::import_);
  document.header().set(F::header::direction, "O");
  EXPECT_EQ(document.direction(), Direction::export_);
  document.header().set(F::header::direction, "i");
  EXPECT_FALSE(document.direction());
}

}  // namespace
}  // namespace datong::domain
