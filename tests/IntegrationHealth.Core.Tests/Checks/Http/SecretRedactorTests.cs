using IntegrationHealth.Checks.Http;

namespace IntegrationHealth.Tests.Checks.Http;

public sealed class SecretRedactorTests
{
    private const string Hidden = "S3cretS3cretS3cret";

    [Theory]
    [InlineData("got Bearer " + Hidden)]
    [InlineData("Authorization: Bearer " + Hidden)]
    [InlineData("authorization=Basic " + Hidden + "==")]
    [InlineData("""{"access_token":"S3cretS3cretS3cret","x":1}""")]
    [InlineData("""{"refreshToken" : "a\"S3cretS3cretS3cret"}""")]
    [InlineData("""{"body":"{\"client_secret\":\"S3cretS3cretS3cret\"}"}""")]
    [InlineData("""{"tokens":["S3cretS3cretS3cret","b"]}""")]
    [InlineData("""{"password":'S3cretS3cretS3cret'}""")]
    [InlineData("""{"db_password":"S3cretS3cretS3cret""")]
    [InlineData("api_key=S3cretS3cretS3cret&x=1")]
    [InlineData("X-Api-Key: S3cretS3cretS3cret")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIS3cretS3cretS3cret.S3cretS3cretS3cret")]
    [InlineData("xoxb-1234-S3cretS3cretS3cret")]
    [InlineData("ya29.S3cretS3cretS3cret")]
    [InlineData("ghp_S3cretS3cretS3cret")]
    [InlineData("sk_live_S3cretS3cretS3cret")]
    [InlineData("(sk-S3cretS3cretS3cret)")]
    [InlineData("AKIAS3cretS3cretS3cret")]
    [InlineData("https://user:S3cretS3cretS3cret@db.example.com/")]
    public void Redact_Secret_IsGone(string text) => SecretRedactor.Redact(text, []).Should().NotContain(Hidden).And.Contain("[redacted]");

    [Theory]
    [InlineData("""Bearer realm="example", error="invalid_token" """)]
    [InlineData("The access token expired")]
    [InlineData("""{"error":"invalid_token","status":"down"}""")]
    [InlineData("task_identifier and disk_usage")]
    [InlineData("https://api.example.com:8080/path")]
    public void Redact_OrdinaryText_Stays(string text) => SecretRedactor.Redact(text, []).Should().Be(text);

    [Theory]
    [InlineData("before opaque-token-of-the-host-1 after", "before [redacted] after")]
    [InlineData("'opaque-token-of-the-host-1'", "'[redacted]'")]
    [InlineData("cut: opaque-token-of-th", "cut: [redacted]")]
    [InlineData("opaque-token-of-the-host-1,opaque-token-of-the-host-1", "[redacted],[redacted]")]
    [InlineData("opaque-other", "opaque-other")]
    public void Redact_KnownSecret_IsGoneEvenInPart(string text, string expected) =>
        SecretRedactor.Redact(text, ["opaque-token-of-the-host-1", "abc"]).Should().Be(expected);

    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("Cookie", true)]
    [InlineData("X-Auth-Token", true)]
    [InlineData("Accept", false)]
    [InlineData("X-Tenant", false)]
    public void IsSecretName_Header_IsKnownByItsName(string name, bool secret) => SecretRedactor.IsSecretName(name).Should().Be(secret);
}
