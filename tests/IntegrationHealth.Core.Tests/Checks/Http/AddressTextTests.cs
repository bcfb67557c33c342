using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("example", "example")]
    [InlineData("ftp://host.example/a", "ftp://host.example/a")]
    [InlineData("ftp://user:hunter2secret@host.example/", "ftp://…@host.example/")]
    [InlineData("ftp://user:hunter2?s/e#c@ret@host.example/", "ftp://…@host.example/")]
    [InlineData("user:hunter2secret@host.example", "…@host.example")]
    [InlineData("https:/host.example?key=hunter2secret", "https:/host.example?…")]
    [InlineData("https:/host.example#hunter2secret", "https:/host.example#…")]
    public void Repeat_Address_HoldsNoUserAndNoQuery(string? value, string expected) => AddressText.Repeat(value).Should().Be(expected);

    [Fact]
    public void Repeat_LongText_IsCut() => AddressText.Repeat(new string('x', 5_000)).Length.Should().Be(201);
}
