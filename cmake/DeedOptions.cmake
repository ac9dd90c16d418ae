# Compiler and linker flags shared by every target of the project.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                    -Wcast-align -Wunused -Woverloaded-virtual -Wdouble-promotion)
# g++ 12 at -O3 warns of overlaps and overflows inside std::string and std::vector that are not there
# (GCC bugs 105329, 105651, 106199).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
endif()
if(DEED_WERROR)
  add_compile_options(-Werror)
endif()

# The same sources give the same bytes wherever they are built.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")

add_compile_options(-fstack-protector-strong)
add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,--as-needed)

if(DEED_SANITIZE)
  add_compile_options(-fsanitize=${DEED_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${DEED_SANITIZE})
  # A program at a fixed address starts in half the time: with sanitizers there are two million
  # addresses to relocate, and the tests start programs by the thousand.
  add_link_options("$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>")
endif()

# The rooms themselves must report coverage, not only the fuzz targets.
if(DEED_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
