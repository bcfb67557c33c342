namespace IntegrationHealth.Ui.Serving;

public sealed class RelativePathsTests
{
    [Theory]
    [InlineData("/integration-health", "", "integration-health/")]
    [InlineData("/integration-health/", "", "./")]
    [InlineData("/integration-health/admin", "admin", "./")]
    [InlineData("/integration-health/admin/rules", "admin/rules", "../")]
    [InlineData("/a/b/admin/rules/new", "admin/rules/new", "../../")]
    public void ToUiRoot_FromAnyPage_LeadsToTheInterface(string path, string rest, string expected)
    {
        var root = new Uri(new Uri("https://host.example/behind/a/proxy" + path), RelativePaths.ToUiRoot(path, rest));

        root.Should().Be(new Uri(new Uri("https://host.example/behind/a/proxy" + path), expected));
    }

    [Theory]
    [InlineData("/integration-health", "../")]
    [InlineData("/ops/health", "../../")]
    public void ToApplicationRoot_GoesUpOncePerSegment(string uiPath, string expected) => RelativePaths.ToApplicationRoot(uiPath).Should().Be(expected);
}
