using IntegrationHealth.Docs.Pages;

namespace IntegrationHealth.Docs.Code;

public sealed class CSharpBlockTests
{
    public static TheoryData<string> PagesWithCode => [.. FencedBlock.In("csharp").Select(block => block.Page).Distinct()];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void CSharp_OfThePage_Compiles(string page) =>
        string.Join('\n', PageCompilation.Errors([.. FencedBlock.Of(page).Where(block => block.Language == "csharp")])).Should().BeEmpty();

    [Fact]
    public void CSharp_ThatIsWrong_IsFoundAtItsPlace() =>
        PageCompilation.Errors([new FencedBlock("docs/x.md", 7, "csharp", "", "health.AddHttp(\"a\", \"https://a.example.com\");\nhealth.AddNothing();")])
            .Should().ContainSingle().Which.Should().Contain("docs/x.md").And.Contain("(8,").And.Contain("AddNothing");
}
