package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "::ffff:10.0.0.1, 10.0.0.1",
    "FD00:0:0:0:0:0:0:1, fd00::1",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "2001:db8:1:0:2:3:4:5, 2001:db8:1:0:2:3:4:5",
    "64:ff9b::10.0.0.1, 64:ff9b::a00:1",
  })
  void spellingsOfOneAddressAreOne(String literal, String canonical) {
    assertEquals(canonical, Addresses.usable(literal, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "a.example",
        "10.0.0.256",
        "[::1]",
        "127.0.0.2",
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "255.255.255.255",
        "240.0.0.1",
        "239.1.1.1",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%1",
        "ff02::1",
        "::127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
      })
  void addressesThatLeadInsideAreRefused(String literal) {
    assertNull(Addresses.usable(literal, false));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "169.254.1.1, 169.254.1.1"})
  void onALaptopTheMachineItselfMayBeReached(String literal, String canonical) {
    assertEquals(canonical, Addresses.usable(literal, true));
  }
}
