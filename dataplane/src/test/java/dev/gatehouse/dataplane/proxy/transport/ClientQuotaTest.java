package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.settings.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientQuotaTest {
  private final ClientQuota quota =
      new ClientQuota(
          new TestSettings()
              .clientConnectionsPerAddress(1)
              .trustedProxies(List.of(Cidr.parse("10.0.0.0/8")))
              .proxyProtocolFrom(List.of(Cidr.parse("fd00::/8")))
              .build());

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, false",
    "192.0.2.1, 192.0.2.2, true",
    "2001:db8:1:2::1, 2001:db8:1:2:3:4:5:6, false",
    "2001:db8:1:2::1, 2001:db8:1:3::1, true",
    "192.0.2.1, ::ffff:192.0.2.1, false",
    "192.0.2.1, 2001:db8::1, true",
    "::1, ::1, false",
    "10.1.1.1, 10.1.1.1, true",
    "fd00::1, fd00::1, true",
  })
  void whoHasAnAddressCountsAsOne(String first, String second, boolean both) {
    assertTrue(quota.takeFrom(InetAddress.ofLiteral(first)));

    assertEquals(both, quota.takeFrom(InetAddress.ofLiteral(second)));
  }

  @Test
  void nothingIsKeptOfAnAddressWithoutAConnection() {
    for (int i = 0; i < 256; i++) {
      InetAddress address = InetAddress.ofLiteral("192.0.2." + i);
      assertTrue(quota.takeFrom(address));
      assertFalse(quota.takeFrom(address));
      quota.releaseFrom(address);
    }

    assertEquals(0, quota.addresses());
  }

  @Test
  void withoutABoundNothingIsKeptAtAll() {
    var unbounded = new ClientQuota(TestSettings.standard());
    assertTrue(unbounded.takeFrom(InetAddress.ofLiteral("192.0.2.1")));

    assertEquals(0, unbounded.addresses());
  }
}
