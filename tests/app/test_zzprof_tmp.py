import time, cProfile, pstats
import pytest
def test_a(make, bracket, settled, qtbot):
    for i in range(5):
        t=[(time.process_time(),time.perf_counter())]
        w = make(); t.append((time.process_time(),time.perf_counter()))
        w.open_paths(bracket); settled(w); t.append((time.process_time(),time.perf_counter()))
        w.close(); t.append((time.process_time(),time.perf_counter()))
        print("make, settle, close: cpu", [round(b[0]-a[0],3) for a,b in zip(t,t[1:])], "wall",[round(b[1]-a[1],3) for a,b in zip(t,t[1:])])
def test_b(make, bracket, settled, qtbot):
    p=cProfile.Profile(); p.enable()
    for i in range(6):
        w = make(); w.open_paths(bracket); settled(w); w.close()
    p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(35)
    pstats.Stats(p).sort_stats("cumtime").print_stats(60)
