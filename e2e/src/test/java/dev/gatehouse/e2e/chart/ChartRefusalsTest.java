package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that can't be meant, each with the sentence that says so. */
@NeedsHelm
class ChartRefusalsTest {
  @TempDir Path home;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what the schema says
          replicas: 3                                           | at '': additional properties 'replicas' not allowed
          operator: {image: {tga: x}}                           | at '/operator/image': additional properties 'tga' not allowed
          operator: {image: {digest: latest}}                   | at '/operator/image/digest': 'latest' does not match pattern
          operator: {replicas: two}                             | at '/operator/replicas': got string, want integer
          operator: {lease: {duration: 15}}                     | at '/operator/lease/duration': got number, want string
          dataPlane: {kind: StatefulSet}                        | at '/dataPlane/kind': value must be one of 'Deployment', 'DaemonSet'
          dataPlane: {replica: 3}                               | at '/dataPlane': additional properties 'replica' not allowed
          dataPlane: {service: {type: ExternalName}}            | at '/dataPlane/service/type': value must be one of 'LoadBalancer', 'NodePort', 'ClusterIP'
          dataPlane: {service: {externalTrafficPolicy: local}}  | at '/dataPlane/service/externalTrafficPolicy': value must be one of 'Cluster', 'Local'
          dataPlane: {service: {port: 70000}}                   | at '/dataPlane/service/port': maximum: got 70,000, want 65,535
          dataPlane: {settings: {drain: {delay: 1s}}}           | at '/dataPlane/settings': additional properties 'drain' not allowed
          dataPlane: {settings: {limits: {push: 2Ti}}}          | at '/dataPlane/settings/limits/push': '2Ti' does not match pattern
          dataPlane: {settings: {trustedProxies: [10.0.0.1]}}   | at '/dataPlane/settings/trustedProxies/0': '10.0.0.1' does not match pattern
          dataPlane: {resources: {limit: {cpu: 1}}}             | at '/dataPlane/resources': additional properties 'limit' not allowed
          fleets: []                                            | at '/fleets': minItems: got 0, want 1
          fleets: [{replicas: 2}]                               | at '/fleets/0': missing property 'name'
          fleets: [{name: Main}]                                | at '/fleets/0/name': 'Main' does not match pattern
          fleets: [{name: a, port: 80}]                         | at '/fleets/0': additional properties 'port' not allowed
          fleets: [{name: a, autoscaling: {minReplicas: 0}}]    | at '/fleets/0/autoscaling/minReplicas': minimum: got 0, want 1
          networkPolicy: {apiServerPorts: []}                   | at '/networkPolicy/apiServerPorts': minItems: got 0, want 1
          prometheusRule: {gatewayErrorPercent: 0}              | at '/prometheusRule/gatewayErrorPercent': exclusiveMinimum: got 0, want 0
          prometheusRule: {certificateDays: 10}                 | at '/prometheusRule/certificateDays': maximum: got 10, want 9
          fleets: null                                          | at '': missing property 'fleets'
          # what it can't say
          fleets: [{name: operator}]                            | fleets[0] (operator): this name would clash with those of other objects
          fleets: [{name: dashboard}]                           | fleets[0] (dashboard): this name would clash with those of other objects
          fleets: [{name: a, kind: DaemonSet, podDisruptionBudget: {maxUnavailable: null, minAvailable: 50%}}] | fleets[0] (a): podDisruptionBudget.minAvailable (50%) is a part of a number of pods
          fleets: [{name: a-peers}]                             | fleets[0] (a-peers): this name would clash with those of other objects
          fleets: [{name: a}, {name: a}]                        | fleets[1] (a): there are two fleets of this name
          fleets: [{name: a, drain: {delaySeconds: 30}}]        | fleets[0] (a): drain.deadlineSeconds (30) has to be more than drain.delaySeconds (30)
          fleets: [{name: a, terminationGracePeriodSeconds: 9}] | fleets[0] (a): terminationGracePeriodSeconds (9) has to be more than drain.deadlineSeconds (30)
          dataPlane: {podDisruptionBudget: {minAvailable: 1}}   | fleets[0] (default): podDisruptionBudget has both minAvailable and maxUnavailable
          operator: {podDisruptionBudget: {minAvailable: 1}}    | operator.podDisruptionBudget has both minAvailable and maxUnavailable
          dataPlane: {service: {type: ClusterIP, nodePort: 30080}} | fleets[0] (default): service.nodePort needs a service.type of NodePort or LoadBalancer, not ClusterIP
          dataPlane: {kind: DaemonSet, autoscaling: {enabled: true}} | fleets[0] (default): autoscaling can't change the number of a DaemonSet's pods
          dataPlane: {autoscaling: {enabled: true, minReplicas: 11}} | fleets[0] (default): autoscaling.minReplicas (11) is more than autoscaling.maxReplicas (10)
          dataPlane: {autoscaling: {enabled: true, targetCPUUtilizationPercentage: null}} | fleets[0] (default): autoscaling needs something to go by
          dataPlane: {autoscaling: {enabled: true}, resources: {requests: {cpu: null}}} | fleets[0] (default): autoscaling.targetCPUUtilizationPercentage is a part of resources.requests.cpu, which is not set
          """)
  void areRefused(String values, String sentence) throws IOException {
    Path file = Files.writeString(home.resolve("values.yaml"), values + "\n");

    Helm.Result result = Helm.in(home).template(Chart.FOLDER, "-f", file.toString());

    assertEquals(1, result.exitCode(), result::output);
    assertTrue(result.errors().contains(sentence), result::errors);
  }
}
