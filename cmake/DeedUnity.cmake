# Under DEED_UNITY sources are compiled eight at a time, since half the time of a compilation goes to
# headers that they share. No two sources of such a unit give a name to anything at the level of
# namespaces that is the same: what each keeps to itself stays its own, and no call finds the
# function of another. Who gives a source a name that another of its unit has is told so by the
# compiler; configuring again separates them.
#
# A source with the property SKIP_UNITY_BUILD_INCLUSION stays alone, as one does whose namespaces or
# headers give a meaning of their own to names that the others use.
#
# What a source forgets to include shows in builds without DEED_UNITY only, as release is.
set(DEED_UNIT_SIZE 8)

# The names that a source gives at the start of a line: functions, variables, types and macros.
function(deed_names_of source result)
  file(READ "${source}" text)
  # What would split or join elements of a list.
  string(REPLACE ";" "!" text "\n${text}")
  string(REGEX REPLACE "[][]" "@" text "${text}")
  set(name "[A-Za-z_][A-Za-z0-9_]*")
  string(REGEX MATCHALL "\n([A-Za-z][^\n!=({@]*[ &*>])?${name}\\(" functions "${text}")
  string(REGEX MATCHALL "\n[A-Za-z][^\n!=({@]*[ &*>]${name}( =|!|{|@)" variables "${text}")
  string(REGEX MATCHALL "\n(struct|class|enum class|enum|union|#define) ${name}" types "${text}")
  string(REGEX MATCHALL "\nusing ${name} =" aliases "${text}")
  list(FILTER variables EXCLUDE REGEX "^\n(using|namespace) ")
  set(names)
  foreach(declaration IN LISTS functions variables types aliases)
    string(REGEX REPLACE "^.*[^A-Za-z0-9_](${name})( =|[!{@(])?$" "\\1" declared "${declaration}")
    list(APPEND names "${declared}")
  endforeach()
  list(REMOVE_ITEM names static_assert TEST TEST_F TEST_P INSTANTIATE_TEST_SUITE_P)
  list(REMOVE_DUPLICATES names)
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# deed_units(RESULT TARGET source...): what to compile for the sources of a target, which are as in
# add_library().
function(deed_units result target)
  if(NOT DEED_UNITY)
    set(${result} "${ARGN}" PARENT_SCOPE)
    return()
  endif()
  set(compiled)
  set(last 0)
  list(REMOVE_DUPLICATES ARGN)
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source NORMALIZE)
    get_source_file_property(is_alone "${source}" SKIP_UNITY_BUILD_INCLUSION)
    # In a unit it would not be made anew when what it is made of changes.
    get_source_file_property(is_made "${source}" GENERATED)
    if(is_alone OR is_made)
      list(APPEND compiled "${source}")
      continue()
    endif()
    deed_names_of("${source}" names)
    # The first unit with room for it and with none of its names.
    set(home "")
    foreach(unit RANGE ${last})
      list(LENGTH unit_${unit} size)
      set(fits ON)
      foreach(name IN LISTS names)
        if(DEFINED "taken_${unit}_${name}")
          set(fits OFF)
          break()
        endif()
      endforeach()
      if(fits AND size LESS DEED_UNIT_SIZE)
        set(home ${unit})
        break()
      endif()
    endforeach()
    if(home STREQUAL "")
      math(EXPR last "${last} + 1")
      set(home ${last})
    endif()
    list(APPEND unit_${home} "${source}")
    foreach(name IN LISTS names)
      set("taken_${home}_${name}" ON)
    endforeach()
  endforeach()

  foreach(unit RANGE ${last})
    list(LENGTH unit_${unit} size)
    if(size LESS 2)
      list(APPEND compiled ${unit_${unit}})
      continue()
    endif()
    set(content "")
    foreach(source IN LISTS unit_${unit})
      cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
      string(APPEND content "#include \"${source}\"\n")
    endforeach()
    set(file "${CMAKE_CURRENT_BINARY_DIR}/${target}_${unit}.cpp")
    file(CONFIGURE OUTPUT "${file}" CONTENT "${content}")
    # A type of a source's own that holds another of its own: GCC takes the source for a header.
    set_source_files_properties("${file}" PROPERTIES COMPILE_OPTIONS
                                "$<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>")
    list(APPEND compiled "${file}")
  endforeach()
  set(${result} "${compiled}" PARENT_SCOPE)
endfunction()
