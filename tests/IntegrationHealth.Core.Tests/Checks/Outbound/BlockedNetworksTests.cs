using System.Net;
using IntegrationHealth.Checks.Outbound;
using IntegrationHealth.DependencyInjection;

namespace IntegrationHealth.Tests.Checks.Outbound;

public sealed class BlockedNetworksTests
{
    [Theory]
    [InlineData("0.0.0.0", "an unspecified address")]
    [InlineData("0.1.2.3", "an unspecified address")]
    [InlineData("10.0.0.0", "a private address")]
    [InlineData("10.255.255.255", "a private address")]
    [InlineData("100.64.0.1", "a carrier-internal address")]
    [InlineData("100.100.100.200", "a cloud metadata address")]
    [InlineData("127.0.0.1", "a loopback address")]
    [InlineData("127.255.255.254", "a loopback address")]
    [InlineData("168.63.129.16", "a cloud platform address")]
    [InlineData("169.254.169.254", "a cloud metadata address")]
    [InlineData("169.254.170.2", "a cloud metadata address")]
    [InlineData("169.254.0.1", "a link-local address")]
    [InlineData("172.16.0.1", "a private address")]
    [InlineData("172.31.255.255", "a private address")]
    [InlineData("192.0.0.1", "a reserved address")]
    [InlineData("192.0.2.1", "a documentation address")]
    [InlineData("192.88.99.1", "a 6to4 relay address")]
    [InlineData("192.168.255.255", "a private address")]
    [InlineData("198.18.0.1", "a benchmark address")]
    [InlineData("198.19.255.255", "a benchmark address")]
    [InlineData("198.51.100.1", "a documentation address")]
    [InlineData("203.0.113.1", "a documentation address")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("240.0.0.1", "a reserved address")]
    [InlineData("255.255.255.255", "a reserved address")]
    [InlineData("::", "an unspecified address")]
    [InlineData("::1", "a loopback address")]
    [InlineData("::127.0.0.1", "an IPv4-compatible address")]
    [InlineData("::ffff:10.0.0.1", "a private address")]
    [InlineData("::ffff:127.0.0.1", "a loopback address")]
    [InlineData("::ffff:0:7f00:1", "an IPv4-translated address")]
    [InlineData("64:ff9b::a9fe:a9fe", "a cloud metadata address")]
    [InlineData("64:ff9b::7f00:1", "a loopback address")]
    [InlineData("64:ff9b:1::1", "a local NAT64 address")]
    [InlineData("100::1", "a discard address")]
    [InlineData("2001::1", "a Teredo address")]
    [InlineData("2001:2::1", "a benchmark address")]
    [InlineData("2001:20::1", "a reserved address")]
    [InlineData("2001:db8::1", "a documentation address")]
    [InlineData("2002:7f00:1::", "a 6to4 address")]
    [InlineData("3fff::1", "a documentation address")]
    [InlineData("5f00::1", "a segment routing address")]
    [InlineData("fc00::1", "a private address")]
    [InlineData("fd00:ec2::254", "a cloud metadata address")]
    [InlineData("fd20:ce::254", "a cloud metadata address")]
    [InlineData("fe80::1%3", "a link-local address")]
    [InlineData("fec0::1", "a site-local address")]
    [InlineData("ff02::1", "a multicast address")]
    public void ReasonFor_AddressThatIsNotPublic_SaysWhy(string address, string reason) =>
        BlockedNetworks.ReasonFor(IPAddress.Parse(address)).Should().Be(reason);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    public void ReasonFor_PublicAddress_IsNull(string address) =>
        BlockedNetworks.ReasonFor(IPAddress.Parse(address)).Should().BeNull();

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("fd12::/48", "fd12::5", true)]
    [InlineData("fd12::5", "fd12::5", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    [InlineData("64:ff9b::/96", "64:ff9b::a00:1", true)]
    [InlineData("nonsense", "10.1.2.3", false)]
    public void Contains_Entry_CoversItsRange(string entry, string address, bool allowed) =>
        AllowedNetworks.Contains(Options(entry), IPAddress.Parse(address)).Should().Be(allowed);

    [Fact]
    public void Validate_InvalidEntries_NamesKeyValueAndWhatIsAllowed()
    {
        var errors = AllowedNetworks.Validate(Options("10.0.0.0/8", "10.0.0.0/33", "", "intranet")).ToList();

        errors.Should().HaveCount(3);
        errors[0].Should().StartWith("IntegrationHealth:Outbound:AllowedNetworks:1 is '10.0.0.0/33'; allowed is a range such as 10.1.0.0/16");
        errors[2].Should().StartWith("IntegrationHealth:Outbound:AllowedNetworks:3 is 'intranet'");
    }

    private static OutboundOptions Options(params string[] entries)
    {
        var options = new OutboundOptions();
        foreach (var entry in entries)
            options.AllowedNetworks.Add(entry);
        return options;
    }
}
