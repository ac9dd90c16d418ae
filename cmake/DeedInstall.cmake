# libdeed: one library, static and shared, made of the rooms' objects but for those of the command and
# its service, which alone need a TLS library; installed with the headers that toolkit/deed.hpp
# reaches. Everything else is internal.
include(CMakePackageConfigHelpers)

set(room_objects)
set(room_links)
foreach(room IN LISTS DEED_ROOMS)
  deed_room_target("${room}" room_target)
  if(NOT room MATCHES "^(cli|service)" AND TARGET ${room_target})
    list(APPEND room_objects "$<TARGET_OBJECTS:${room_target}>")
  endif()
endforeach()

if(DEED_WITH_BLST)
  list(APPEND room_objects "$<TARGET_OBJECTS:deed_blst>")
endif()

set(deed_third_parties OpenSSL::Crypto PkgConfig::SODIUM PkgConfig::SECP256K1 SQLite::SQLite3
    Threads::Threads)
add_library(deed_shared SHARED ${room_objects})
add_library(deed_static STATIC ${room_objects})
foreach(target deed_shared deed_static)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME deed LINKER_LANGUAGE CXX)
  target_include_directories(${target} INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_compile_features(${target} INTERFACE cxx_std_20)
  target_link_libraries(${target} PRIVATE ${deed_third_parties})
endforeach()
set_target_properties(deed_shared PROPERTIES VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR} EXPORT_NAME deed)
set_target_properties(deed_static PROPERTIES EXPORT_NAME deed_static)

# The headers reachable from the front door, each with its includes prefixed by deed/.
set(pending toolkit/deed.hpp)
set(public_headers)
while(pending)
  list(POP_FRONT pending header)
  if(header IN_LIST public_headers)
    continue()
  endif()
  list(APPEND public_headers "${header}")
  file(READ "${PROJECT_SOURCE_DIR}/${header}" content)
  string(REGEX MATCHALL "#include \"[^\"]+\"" includes "${content}")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE "#include \"([^\"]+)\"" "\\1" path "${include}")
    list(APPEND pending "${path}")
  endforeach()
  string(REGEX REPLACE "#include \"([^\"]+)\"" "#include <deed/\\1>" content "${content}")
  set(staged "${PROJECT_BINARY_DIR}/public/deed/${header}")
  set(before "")
  if(EXISTS "${staged}")
    file(READ "${staged}" before)
  endif()
  if(NOT before STREQUAL content)
    file(WRITE "${staged}" "${content}")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${header}")
endwhile()

install(DIRECTORY "${PROJECT_BINARY_DIR}/public/deed" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS deed_shared deed_static EXPORT deedTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT deedTargets NAMESPACE deed:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/deed)
if(TARGET deed)
  install(TARGETS deed RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  set(documents "${PROJECT_BINARY_DIR}/share")
  install(FILES "${documents}/deed.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES "${documents}/deed.bash" RENAME deed
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES "${documents}/_deed" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES "${documents}/deed.fish"
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

configure_package_config_file(cmake/deedConfig.cmake.in "${PROJECT_BINARY_DIR}/deedConfig.cmake"
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/deed)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/deedConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/deedConfig.cmake"
              "${PROJECT_BINARY_DIR}/deedConfigVersion.cmake"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/deed)
configure_file(cmake/deed.pc.in "${PROJECT_BINARY_DIR}/deed.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/deed.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# `cpack` in the build folder makes the Debian package.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME deed)
set(CPACK_PACKAGE_CONTACT "The Deed project")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
find_program(DEED_SHLIBDEPS dpkg-shlibdeps)
if(DEED_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
include(CPack)
