using IntegrationHealth.Checks;

namespace IntegrationHealth.Tests.Checks;

public sealed class ResultLimitsTests
{
    [Fact]
    public void Apply_WithinLimits_IsTheSame()
    {
        var result = CheckResult.Success(new Dictionary<string, string> { ["login"] = "octocat" });

        ResultLimits.Apply(result).Should().BeSameAs(result);
    }

    [Fact]
    public void Apply_TooMuch_IsCut()
    {
        var failure = CheckFailure.Of(FailureKind.Unknown, new string('m', 5_000)) with
        {
            Evidence = new string('e', 100_000),
            VendorCode = new string('c', 1_000),
            DocsUrl = "https://" + new string('d', 5_000),
        };
        var data = Enumerable.Range(0, 100).ToDictionary(number => $"k{number}", _ => new string('v', 2_000));

        var result = ResultLimits.Apply(CheckResult.Failed(failure) with { Data = data });

        (result.Failure!.Message.Length, result.Failure.Evidence!.Length, result.Failure.VendorCode!.Length, result.Failure.DocsUrl)
            .Should().Be((1_000, 1_000, 200, null));
        result.Data.Should().HaveCount(32).And.OnlyContain(pair => pair.Value.Length == 500);
    }
}
